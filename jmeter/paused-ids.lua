-- Asks for one of 10,000 customers at a time, pausing for 0 to 128 ms: uniformly, or with LAW=zipf by Zipf's law
math.randomseed(os.time())
local ids, sum, upTo = 10000, 0, {}
for id = 1, ids do
  sum = sum + 1 / id
  upTo[id] = sum
end

local function zipf()
  local target, low, high = math.random() * sum, 1, ids
  while low < high do
    local middle = math.floor((low + high) / 2)
    if upTo[middle] < target then low = middle + 1 else high = middle end
  end
  -- Frequent ids are not neighbours
  return low * 7919 % ids + 1
end

function delay()
  return math.random(0, 128)
end

function request()
  return wrk.format("GET", "/customer/" .. (os.getenv("LAW") == "zipf" and zipf() or math.random(1, ids)))
end
