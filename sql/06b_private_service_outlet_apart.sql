-- Run by:   DATA_API_ROLE
-- Creates:  service API.PRIVATE.API: two instances of the API, with an endpoint that only services of this account can
--           reach; service API.PRIVATE.API_OCKAM_OUTLET: the Ockam outlet, which hands over to either instance
-- Costs:    two nodes of API_POOL until 09_suspend.sql; the outlet fits beside an instance
-- Before:   05a, 05b; images pushed and spec/ copied to @API.PRIVATE.SPECS (sql/deploy does both, and runs this script)
-- Fill in:  image_tag   the data-api image's tag
-- After 06a:  DROP SERVICE API.PRIVATE.API first, or the old service stays, without an endpoint
-- Instead of 06a where an upgrade or the loss of a node must not interrupt the API: an outlet in each of several instances
-- would fight over the one relay.

USE ROLE DATA_API_ROLE;

-- An upgrade replaces one instance at a time. Below MIN_READY_INSTANCES Snowflake blocks access: one, so that the other
-- instance answers meanwhile
CREATE SERVICE IF NOT EXISTS API.PRIVATE.API
  IN COMPUTE POOL API_POOL
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'internal-api.yaml'
  USING (image => '"/api/private/api/data-api:<% image_tag %>"', warehouse => '"DATA_API_WH"')
  MIN_INSTANCES = 2
  MIN_READY_INSTANCES = 1
  MAX_INSTANCES = 2
  QUERY_WAREHOUSE = DATA_API_WH;

-- Within one schema a service is found by its bare name, so no DNS name has to be looked up
CREATE SERVICE IF NOT EXISTS API.PRIVATE.API_OCKAM_OUTLET
  IN COMPUTE POOL API_POOL
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'ockam-outlet.yaml'
  USING (api => '"api:8001"')
  EXTERNAL_ACCESS_INTEGRATIONS = (OCKAM)
  MIN_INSTANCES = 1
  MAX_INSTANCES = 1;

SHOW SERVICES IN SCHEMA API.PRIVATE;
