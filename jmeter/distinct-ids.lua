-- For wrk: each request asks for another customer, at random among the 10,000.
math.randomseed(os.time())
request = function()
  return wrk.format("GET", "/customer/" .. math.random(1, 10000))
end
