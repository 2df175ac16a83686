-- Run by:   DATA_API_ROLE
-- Creates:  service API.PRIVATE.API: the API, and the Ockam outlet beside it; no endpoint at all
-- Costs:    one node of API_POOL until 09_suspend.sql
-- Before:   05a, 05b; images pushed and spec/ copied to @API.PRIVATE.SPECS (sql/deploy does both, and runs this script)
-- Fill in:  image_tag   the data-api image's tag
-- After 06b:  DROP SERVICE API.PRIVATE.API and DROP SERVICE API.PRIVATE.API_OCKAM_OUTLET first, or the old service stays

USE ROLE DATA_API_ROLE;

-- The integration opens Ockam's hosts to both containers: egress is granted to services, not to containers
CREATE SERVICE IF NOT EXISTS API.PRIVATE.API
  IN COMPUTE POOL API_POOL
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'private-api.yaml'
  USING (image => '"/api/private/api/data-api:<% image_tag %>"', warehouse => '"DATA_API_WH"')
  EXTERNAL_ACCESS_INTEGRATIONS = (OCKAM)
  MIN_INSTANCES = 1
  MAX_INSTANCES = 1
  QUERY_WAREHOUSE = DATA_API_WH;

SHOW SERVICE CONTAINERS IN SERVICE API.PRIVATE.API;
