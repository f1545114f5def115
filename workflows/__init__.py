"""The process: rules, diagrams, records and the verbs that change them."""
