-- For wrk: an agent's call of the tool that reads customer 1, as GET /customer/1 does.
wrk.method = "POST"
wrk.path = "/mcp"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["MCP-Protocol-Version"] = "2026-07-28"
wrk.headers["Mcp-Method"] = "tools/call"
wrk.headers["Mcp-Name"] = "customer"
wrk.body = [[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"customer","arguments":{"keys":[1]},"_meta":{]]
  .. [["io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}]]
