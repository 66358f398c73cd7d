"""Where the protocol's official package has its providers, for code written for it."""
