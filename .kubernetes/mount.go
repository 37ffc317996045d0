package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// mount makes a pod's root: failsim, and its volumes where the container wants them;
// the root itself cannot be written. undo takes it apart.
func (k *kubelet) mount(ctx context.Context, p *core.Pod, root string) (undo func(), err error) {
	var mounted []string
	undo = func() {
		for i := len(mounted) - 1; i >= 0; i-- {
			_ = syscall.Unmount(mounted[i], syscall.MNT_DETACH)
		}
		_ = os.RemoveAll(root)
	}
	if err := os.MkdirAll(root, 0o755); err != nil {
		return undo, err
	}
	if err := copyFile(k.program, filepath.Join(root, "failsim")); err != nil {
		return undo, err
	}
	container := &p.Spec.Containers[0]
	for _, m := range container.VolumeMounts {
		if err := os.MkdirAll(filepath.Join(root, m.MountPath), 0o755); err != nil {
			return undo, err
		}
	}
	bind := func(from, to string, flags uintptr) error {
		if err := syscall.Mount(from, to, "", syscall.MS_BIND, ""); err != nil {
			return fmt.Errorf("mounting %s: %w", to, err)
		}
		mounted = append(mounted, to)
		if flags == 0 {
			return nil
		}
		return syscall.Mount(from, to, "", syscall.MS_BIND|syscall.MS_REMOUNT|flags, "")
	}
	readOnly := uintptr(0)
	if c := container.SecurityContext; c != nil && c.ReadOnlyRootFilesystem != nil && *c.ReadOnlyRootFilesystem {
		readOnly = syscall.MS_RDONLY
	}
	if err := bind(root, root, readOnly); err != nil {
		return undo, err
	}
	for _, m := range container.VolumeMounts {
		from, err := k.volume(ctx, p, m.Name)
		if err == nil {
			flags := uintptr(0)
			if m.ReadOnly {
				flags = syscall.MS_RDONLY
			}
			err = bind(from, filepath.Join(root, m.MountPath), flags)
		}
		if err != nil {
			return undo, err
		}
	}
	return undo, nil
}

// volume makes the folder of a volume, owned by the pod's group as fsGroup says.
func (k *kubelet) volume(ctx context.Context, p *core.Pod, name string) (string, error) {
	for _, v := range p.Spec.Volumes {
		if v.Name != name {
			continue
		}
		folder := filepath.Join(k.work, "volumes", p.Name+"-"+name)
		if v.PersistentVolumeClaim != nil {
			folder = filepath.Join(k.work, "claims", v.PersistentVolumeClaim.ClaimName)
		}
		if err := os.MkdirAll(folder, 0o775); err != nil {
			return "", err
		}
		if v.ConfigMap != nil {
			m, err := k.client.CoreV1().ConfigMaps("default").Get(ctx, v.ConfigMap.Name, meta.GetOptions{})
			if err != nil {
				return "", err
			}
			for file, text := range m.Data {
				if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o644); err != nil {
					return "", err
				}
			}
		}
		if g := p.Spec.SecurityContext.FSGroup; g != nil {
			return folder, errors.Join(os.Chown(folder, -1, int(*g)), os.Chmod(folder, 0o775|os.ModeSetgid))
		}
		return folder, nil
	}
	return "", fmt.Errorf("there is no volume %s", name)
}

func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// expanded fills $(NAME) in, as a kubelet does: $$( stands for $(, and what is not known
// stays.
func expanded(args []string, env map[string]string) []string {
	list := make([]string, len(args))
	for i, a := range args {
		var b strings.Builder
		for a != "" {
			if rest, ok := strings.CutPrefix(a, "$$"); ok {
				b.WriteByte('$')
				a = rest
				continue
			}
			if rest, ok := strings.CutPrefix(a, "$("); ok {
				if name, after, closed := strings.Cut(rest, ")"); closed {
					if value, known := env[name]; known {
						b.WriteString(value)
						a = after
						continue
					}
				}
			}
			b.WriteByte(a[0])
			a = a[1:]
		}
		list[i] = b.String()
	}
	return list
}
