"""The upload page: two exports in, a report out, for who has never seen a terminal; nothing is kept, nothing leaves."""
