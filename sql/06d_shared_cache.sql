-- Run by:   DATA_API_ROLE
-- Creates:  service VALKEY beside the API: the cache that the instances of 06b or 06c share, with an endpoint that only
--           services of this account can reach
-- Costs:    nothing more while a node of API_POOL runs: it fits beside an instance of the API
-- Before:   05d; image pushed and spec/ copied to @API.PRIVATE.SPECS (sql/deploy --shared-cache does both, and runs this
--           script)
-- Fill in:  schema   API.PRIVATE for the API of 06b, API.PUBLIC for that of 06c: within one schema a service is found by
--                    its bare name
-- The API uses it from 11g or 11h on.

USE ROLE DATA_API_ROLE;

CREATE SERVICE IF NOT EXISTS <% schema %>.VALKEY
  IN COMPUTE POOL API_POOL
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'valkey.yaml'
  USING (maxmemory => '192mb')
  MIN_INSTANCES = 1
  MAX_INSTANCES = 1;

SHOW SERVICE CONTAINERS IN SERVICE <% schema %>.VALKEY;
