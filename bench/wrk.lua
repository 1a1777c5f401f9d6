-- Prints wrk's figures in a form made for programs, and with an argument N asks for /many/0.bin
-- to /many/N-1.bin at random (the same order for every server) instead of the address given.

local function ask_for_many(count)
  local requests = {}
  for number = 0, count - 1 do
    requests[number + 1] = wrk.format("GET", "/many/" .. number .. ".bin")
  end
  math.randomseed(1)
  function request()
    return requests[math.random(count)]
  end
end

function init(args)
  if args[1] then ask_for_many(tonumber(args[1])) end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "figures requests=%.0f bytes=%.0f microseconds=%.0f p99=%.0f max=%.0f "
      .. "connect=%.0f read=%.0f write=%.0f status=%.0f timeout=%.0f\n",
    summary.requests, summary.bytes, summary.duration, latency:percentile(99), latency.max,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
