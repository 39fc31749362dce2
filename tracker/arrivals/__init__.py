"""The ways in beside the plain form: uploads in pieces, a watched folder, a mailbox."""
