"""The sample mail of ``sceau demo``: invented people, a real PDF, real faults."""
