-- Run by:   DATA_API_ROLE
-- Creates:  service API.PUBLIC.API behind Snowflake's ingress, two instances; lets DATA_API_CALLER_ROLE call it
-- Costs:    two nodes of API_POOL until 09_suspend.sql. For a trial make both numbers of instances 1: one node, and no
--           answer while an upgrade replaces it
-- Before:   05c; image pushed and spec/ copied to @API.PRIVATE.SPECS (sql/deploy does both, and runs this script)
-- Fill in:  image_tag   the data-api image's tag

USE ROLE DATA_API_ROLE;

-- An upgrade replaces one instance at a time. Below MIN_READY_INSTANCES Snowflake blocks access: one, so that the other
-- instance answers meanwhile
CREATE SERVICE IF NOT EXISTS API.PUBLIC.API
  IN COMPUTE POOL API_POOL
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'public-api.yaml'
  USING (image => '"/api/private/api/data-api:<% image_tag %>"', warehouse => '"DATA_API_WH"')
  MIN_INSTANCES = 2
  MIN_READY_INSTANCES = 1
  MAX_INSTANCES = 2
  QUERY_WAREHOUSE = DATA_API_WH;

GRANT SERVICE ROLE API.PUBLIC.API!API_USER TO ROLE DATA_API_CALLER_ROLE;

-- ingress_url is the API's host; it takes a few minutes to appear
SHOW ENDPOINTS IN SERVICE API.PUBLIC.API;
