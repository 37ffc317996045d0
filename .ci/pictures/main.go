// Command pictures holds the PNG files of two results against each other pixel by pixel:
// how many differ, and by how much.
//
//	go run ./.ci/pictures RESULT RESULT
//
// The exit status is 1 if a picture is missing, has another size, or a pixel that differs
// by more than 1 of 255, which is the last place of what a rasterizer adds up.
package main

import (
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
)

const tolerance = 1

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "pictures: go run ./.ci/pictures RESULT RESULT")
		os.Exit(2)
	}
	if err := compare(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

func compare(a, b string) error {
	names, err := filepath.Glob(filepath.Join(a, "plots", "*.png"))
	if err != nil || len(names) == 0 {
		return fmt.Errorf("%s has no plots/*.png", a)
	}
	others, _ := filepath.Glob(filepath.Join(b, "plots", "*.png"))
	if len(others) != len(names) {
		return fmt.Errorf("%s has %d pictures, %s has %d", a, len(names), b, len(others))
	}
	all, differ := 0, 0
	for _, name := range names {
		other := filepath.Join(b, "plots", filepath.Base(name))
		x, err := open(name)
		if err != nil {
			return err
		}
		y, err := open(other)
		if err != nil {
			return err
		}
		if x.Bounds() != y.Bounds() {
			return fmt.Errorf("%s: %v, %s: %v", name, x.Bounds(), other, y.Bounds())
		}
		d, most := difference(x, y)
		if most > tolerance {
			return fmt.Errorf("%s and %s: %d pixels differ, by up to %d of 255", name, other, d, most)
		}
		all, differ = all+x.Bounds().Dx()*x.Bounds().Dy(), differ+d
	}
	fmt.Printf("%d pictures: %d of %d pixels differ, by no more than %d of 255\n", len(names), differ, all, tolerance)
	return nil
}

func open(name string) (image.Image, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

// difference returns how many pixels differ, and by how much at most, of 255.
func difference(a, b image.Image) (pixels, most int) {
	r := a.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			p, q := pixel(a, x, y), pixel(b, x, y)
			d := 0
			for i := range p {
				d = max(d, p[i]-q[i], q[i]-p[i])
			}
			if d > 0 {
				pixels, most = pixels+1, max(most, d)
			}
		}
	}
	return pixels, most
}

// pixel returns red, green, blue and alpha, of 255.
func pixel(p image.Image, x, y int) [4]int {
	r, g, b, a := p.At(x, y).RGBA()
	return [4]int{int(r >> 8), int(g >> 8), int(b >> 8), int(a >> 8)}
}
