-- Sends one workload's request again and again; writes what wrk measured as JSON.
local method = os.getenv("BENCH_METHOD")
local body = os.getenv("BENCH_BODY")

wrk.method = method
if body ~= "" then wrk.body = body end
for line in (os.getenv("BENCH_HEADERS") .. "\n"):gmatch("(.-)\n") do
  local name, value = line:match("^(.-): (.*)$")
  if name then wrk.headers[name] = value end
end

function done(summary, latency)
  local errors = summary.errors
  local out = assert(io.open(os.getenv("BENCH_RESULT"), "w"))
  out:write(string.format(
    '{"requests":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,' ..
    '"errors":{"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d}}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
  out:close()
end
