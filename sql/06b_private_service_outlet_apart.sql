-- Run by:   DATA_API_ROLE
-- Creates:  service API.PRIVATE.API: the API with an endpoint that only services of this account can reach;
--           service API.PRIVATE.API_OCKAM_OUTLET: the Ockam outlet, which hands over to any instance of the API
-- Costs:    keeps nodes of API_POOL running until 09_suspend.sql
-- Before:   images data-api:latest and ockam:latest pushed, spec/ copied to @API.PRIVATE.SPECS (see README.md), and 05 run
-- Instead of 06a, for more than one instance of the API: an outlet in each would fight over the one relay.

USE ROLE DATA_API_ROLE;

CREATE SERVICE IF NOT EXISTS API.PRIVATE.API
  IN COMPUTE POOL API_POOL
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'public-api.yaml'
  USING (warehouse => 'DATA_API_WH', public => 'false')
  MIN_INSTANCES = 1
  MAX_INSTANCES = 2
  QUERY_WAREHOUSE = DATA_API_WH;

-- Within one schema a service is found by its bare name, so no DNS name has to be looked up
CREATE SERVICE IF NOT EXISTS API.PRIVATE.API_OCKAM_OUTLET
  IN COMPUTE POOL API_POOL
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'ockam-outlet.yaml'
  USING (api_host => 'api')
  EXTERNAL_ACCESS_INTEGRATIONS = (OCKAM)
  MIN_INSTANCES = 1
  MAX_INSTANCES = 1;

SHOW SERVICES IN SCHEMA API.PRIVATE;
