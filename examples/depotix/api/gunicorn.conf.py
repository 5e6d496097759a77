"""One process per request in flight: three, as the database connections and the 1 GB limit are reckoned."""

bind = "0.0.0.0:8000"
workers = 3
worker_class = "sync"
# A request may take 60 s; after SIGTERM the ones in flight get 30 s to end.
timeout = 60
graceful_timeout = 30
# The heartbeat files in memory: on a slow disk a worker would be killed for a heartbeat that could not be written.
worker_tmp_dir = "/dev/shm"
accesslog = "-"
errorlog = "-"
access_log_format = '%(h)s "%(r)s" %(s)s %(b)s %(M)sms'
