-- Sends one workload's request again and again, or its requests in turn; writes what wrk measured as JSON.
local method = os.getenv("BENCH_METHOD")
local body = os.getenv("BENCH_BODY")
local paths = os.getenv("BENCH_PATHS") -- a file with a path per line

wrk.method = method
if body ~= "" then wrk.body = body end
for line in (os.getenv("BENCH_HEADERS") .. "\n"):gmatch("(.-)\n") do
  local name, value = line:match("^(.-): (.*)$")
  if name then wrk.headers[name] = value end
end

if paths then
  local requests, next = {}, 0

  function init()
    for path in io.lines(paths) do requests[#requests + 1] = wrk.format(nil, path) end
  end

  function request()
    next = next % #requests + 1
    return requests[next]
  end
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
