-- Run by:   ACCOUNTADMIN for the right to open an endpoint, then DATA_API_ROLE
-- Creates:  service API.PUBLIC.API behind Snowflake's ingress; lets DATA_API_CALLER_ROLE call it
-- Costs:    keeps a node of API_POOL running until 09_suspend.sql
-- Before:   image data-api:latest pushed, spec/ copied to @API.PRIVATE.SPECS (see README.md)

USE ROLE ACCOUNTADMIN;
-- If the role ever loses this, the endpoint closes
GRANT BIND SERVICE ENDPOINT ON ACCOUNT TO ROLE DATA_API_ROLE;
GRANT USAGE ON DATABASE API TO ROLE DATA_API_CALLER_ROLE;
GRANT USAGE ON SCHEMA API.PUBLIC TO ROLE DATA_API_CALLER_ROLE;

USE ROLE DATA_API_ROLE;

CREATE SERVICE IF NOT EXISTS API.PUBLIC.API
  IN COMPUTE POOL API_POOL
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'public-api.yaml'
  USING (warehouse => 'DATA_API_WH')
  MIN_INSTANCES = 1
  MAX_INSTANCES = 1
  QUERY_WAREHOUSE = DATA_API_WH;

GRANT SERVICE ROLE API.PUBLIC.API!API_USER TO ROLE DATA_API_CALLER_ROLE;

-- ingress_url is the API's host; it takes a few minutes to appear
SHOW ENDPOINTS IN SERVICE API.PUBLIC.API;
