package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// visit finds where mutants can be.
func (p *planter) visit(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			return n.Tok == token.VAR
		case *ast.BinaryExpr:
			p.binary(n)
		case *ast.IfStmt:
			p.negate(n.Cond)
		case *ast.ForStmt:
			if n.Cond != nil {
				p.negate(n.Cond)
			}
		case *ast.ReturnStmt:
			p.result(n)
		case *ast.BlockStmt:
			p.statements(n.List)
		case *ast.CaseClause:
			p.statements(n.Body)
		}
		return true
	})
}

// basic returns what kind a value has whose type is a basic one.
func (p *planter) basic(e ast.Expr) (info types.BasicInfo, constant bool) {
	t, ok := p.info.Types[e]
	if !ok || t.Type == nil {
		return 0, false
	}
	if _, param := types.Unalias(t.Type).(*types.TypeParam); param {
		return 0, t.Value != nil
	}
	if b, ok := t.Type.Underlying().(*types.Basic); ok {
		return b.Info(), t.Value != nil
	}
	return 0, t.Value != nil
}

// turned are operators and what mutants have in their place.
var turned = map[token.Token]struct{ function, to string }{
	token.LSS: {"less", "<="}, token.LEQ: {"lessEqual", "<"}, token.GTR: {"greater", ">="}, token.GEQ: {"greaterEqual", ">"},
	token.ADD: {"add", "-"}, token.SUB: {"subtract", "+"}, token.MUL: {"multiply", "/"}, token.QUO: {"divide", "*"},
	token.REM: {"remainder", "*"}, token.AND: {"and", "|"}, token.OR: {"or", "&"}, token.XOR: {"xor", "&"},
}

func (p *planter) binary(e *ast.BinaryExpr) {
	kind, constant := p.basic(e)
	if constant || kind == 0 {
		return
	}
	switch e.Op {
	case token.LAND:
		p.around(e.X, "(", fmt.Sprintf(" || mutantOn(%d))", p.site(e.X, "always true")))
		p.around(e.Y, "(", fmt.Sprintf(" || mutantOn(%d))", p.site(e.Y, "always true")))
		return
	case token.LOR:
		p.around(e.X, "(", fmt.Sprintf(" && !mutantOn(%d))", p.site(e.X, "always false")))
		p.around(e.Y, "(", fmt.Sprintf(" && !mutantOn(%d))", p.site(e.Y, "always false")))
		return
	case token.EQL, token.NEQ:
		p.around(e, "((", fmt.Sprintf(") != mutantOn(%d))", p.site(e, "negated")))
		return
	}
	x, oneConstant := p.basic(e.X)
	y, otherConstant := p.basic(e.Y)
	turn, ok := turned[e.Op]
	if !ok || oneConstant && otherConstant || x&(types.IsNumeric|types.IsString) == 0 || y == 0 {
		return
	}
	if x&types.IsString != 0 && e.Op == token.ADD {
		return // there is no other
	}
	id := p.site(e, fmt.Sprintf("%s instead of %s", turn.to, e.Op))
	at := p.offset(e.OpPos)
	p.replace(at, at+len(e.Op.String()), ",")
	p.around(e, fmt.Sprintf("mutant_%s(%d, ", turn.function, id), ")")
}

// negate negates a condition that is no comparison for equality, which is negated
// where it stands.
func (p *planter) negate(e ast.Expr) {
	if b, ok := e.(*ast.BinaryExpr); ok && (b.Op == token.EQL || b.Op == token.NEQ) {
		return
	}
	p.around(e, "((", fmt.Sprintf(") != mutantOn(%d))", p.site(e, "negated")))
}

// result has a function return nothing of its kind.
func (p *planter) result(r *ast.ReturnStmt) {
	for _, e := range r.Results {
		kind, constant := p.basic(e)
		switch {
		case constant || len(r.Results) == 1 && p.tuple(e):
		case kind&types.IsBoolean != 0:
			p.around(e, "mutantNot(", fmt.Sprintf(", %d)", p.site(e, "returns the contrary")))
		case kind&(types.IsNumeric|types.IsString) != 0:
			p.around(e, "mutantZero(", fmt.Sprintf(", %d)", p.site(e, "returns zero")))
		}
	}
}

func (p *planter) tuple(e ast.Expr) bool {
	_, ok := p.info.Types[e].Type.(*types.Tuple)
	return ok
}

// statements leaves out assignments and calls, one by one, and counts the other way.
func (p *planter) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt:
			if call, ok := s.X.(*ast.CallExpr); ok && !isPanic(call) {
				p.around(s, fmt.Sprintf("if !mutantOn(%d) { ", p.site(s, "left out")), " }")
			}
		case *ast.IncDecStmt:
			p.around(s, fmt.Sprintf("if !mutantOn(%d) { ", p.site(s, "left out")), " }")
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				p.around(s, fmt.Sprintf("if !mutantOn(%d) { ", p.site(s, "left out")), " }")
			}
		}
	}
}

func isPanic(c *ast.CallExpr) bool {
	name, ok := c.Fun.(*ast.Ident)
	return ok && name.Name == "panic"
}
