-- Run by:   ACCOUNTADMIN
-- Creates:  nothing; lets DATA_API_ROLE open an endpoint to the internet, and DATA_API_CALLER_ROLE find the service
-- Costs:    nothing

USE ROLE ACCOUNTADMIN;

-- If the role ever loses this, the endpoint closes
GRANT BIND SERVICE ENDPOINT ON ACCOUNT TO ROLE DATA_API_ROLE;

GRANT USAGE ON DATABASE API TO ROLE DATA_API_CALLER_ROLE;
GRANT USAGE ON SCHEMA API.PUBLIC TO ROLE DATA_API_CALLER_ROLE;
