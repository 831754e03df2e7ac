"""Exchange on premises, by its web services (EWS), spoken by ``exchangelib``."""
