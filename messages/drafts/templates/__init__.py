"""The drafts' wording: one text file for each kind of contact and channel, and the sentences they share."""
