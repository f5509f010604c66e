"""Files from elsewhere compared with the vault: what they would add, as data; nothing is written unasked."""
