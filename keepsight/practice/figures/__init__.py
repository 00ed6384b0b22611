"""How what people do is counted: answers, fairness, and what a reviewing officer's challenges left."""
