-- Run by:   DATA_API_ROLE
-- Creates:  service API.PRIVATE.API: the API, and the Ockam outlet beside it; no endpoint at all
-- Costs:    keeps a node of API_POOL running until 09_suspend.sql
-- Before:   images data-api:latest and ockam:latest pushed, spec/ copied to @API.PRIVATE.SPECS (see README.md), and 05 run

USE ROLE DATA_API_ROLE;

-- The integration opens Ockam's hosts to both containers: egress is granted to services, not to containers
CREATE SERVICE IF NOT EXISTS API.PRIVATE.API
  IN COMPUTE POOL API_POOL
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'private-api.yaml'
  USING (warehouse => 'DATA_API_WH')
  EXTERNAL_ACCESS_INTEGRATIONS = (OCKAM)
  MIN_INSTANCES = 1
  MAX_INSTANCES = 1
  QUERY_WAREHOUSE = DATA_API_WH;

SHOW SERVICE CONTAINERS IN SERVICE API.PRIVATE.API;
