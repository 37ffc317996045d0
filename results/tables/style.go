package tables

import (
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

func Plain(head ...string) table.Writer {
	t := table.NewWriter()
	t.SetStyle(Style())
	row, settings := table.Row{}, []table.ColumnConfig{}
	for c, title := range head {
		row = append(row, title)
		if c > 0 {
			settings = append(settings, table.ColumnConfig{Number: c + 1, Align: text.AlignRight, AlignHeader: text.AlignRight})
		}
	}
	t.AppendHeader(row)
	t.SetColumnConfigs(settings)
	return t
}

// Style draws a line under the header and nothing else, in ASCII and
// without colour, so that a pipe gets what a terminal shows.
func Style() table.Style {
	style := table.StyleDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Box.MiddleHorizontal = "-"
	style.Options = table.Options{SeparateHeader: true}
	style.Format.Header = text.FormatDefault
	style.Color = table.ColorOptions{}
	return style
}
