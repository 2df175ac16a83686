-- For wrk: each request asks for another customer, at random among the 10,000, or for another of IDS keys of ROUTE
math.randomseed(os.time())
local route, ids = os.getenv("ROUTE") or "/customer/", tonumber(os.getenv("IDS") or 10000)
request = function()
  return wrk.format("GET", route .. math.random(1, ids))
end
