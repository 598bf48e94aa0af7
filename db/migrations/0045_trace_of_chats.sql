-- Its index is in concurrent/: the log of requests may be long.
SELECT 1;