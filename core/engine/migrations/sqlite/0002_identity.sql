-- Whose credential it is, as the provider said when the account was connected.
ALTER TABLE account ADD COLUMN identity TEXT;
