package caller

import "failsim/models/policy"

// rewarded returns the budget that an answer refills.
func (c *Caller) rewarded(k *call) *policy.Budget {
	if k.rules.each {
		return c.budgetOf(&k.Asker, k.rules)
	}
	return &c.budgets[k.Name]
}

// budgetOf returns the budget of who makes a call. Whether that of a name learns of
// first attempts one by one or many at once is all the same, as nothing else looks at it.
func (c *Caller) budgetOf(k *Asker, r *rules) *policy.Budget {
	if r.each {
		return c.ownBudget(k.Client)
	}
	b, firsts := &c.budgets[k.Name], &c.firsts[k.Name]
	for ; *firsts > 0; *firsts-- {
		r.Retrying.Sent(b)
	}
	return b
}

func (c *Caller) ownBudget(client uint64) *policy.Budget {
	b, ok := c.ownBudgets[client]
	if !ok {
		b = &policy.Budget{}
		c.ownBudgets[client] = b
	}
	return b
}
