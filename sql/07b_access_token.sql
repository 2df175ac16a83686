-- Run by:   ACCOUNTADMIN
-- Creates:  a programmatic access token for SVC_DATA_API, and the network policy that such a token needs. The last
--           statement but one prints the token, once: keep it as a secret
-- Costs:    nothing
-- Before:   07a
-- Fill in:  caller_addresses   where calls come from, each as 'address' or 'network/prefix', separated by commas
-- The token goes into the header Authorization: Snowflake Token="..." as it is. It can act in DATA_API_CALLER_ROLE alone and
-- lasts 90 days. From then on SVC_DATA_API signs in from these addresses only, with its key pair too.
-- Run again it sets the addresses and makes no second token. For a new one:
-- ALTER USER SVC_DATA_API ROTATE PROGRAMMATIC ACCESS TOKEN DATA_API_TOKEN

USE ROLE ACCOUNTADMIN;

CREATE OR ALTER NETWORK RULE API.PUBLIC.CALLERS
  TYPE = IPV4
  VALUE_LIST = (<% caller_addresses %>)
  MODE = INGRESS;
CREATE NETWORK POLICY IF NOT EXISTS DATA_API_CALLERS
  ALLOWED_NETWORK_RULE_LIST = ('API.PUBLIC.CALLERS');
ALTER USER SVC_DATA_API SET NETWORK_POLICY = DATA_API_CALLERS;

ALTER USER SVC_DATA_API ADD PROGRAMMATIC ACCESS TOKEN IF NOT EXISTS DATA_API_TOKEN
  ROLE_RESTRICTION = 'DATA_API_CALLER_ROLE'
  DAYS_TO_EXPIRY = 90;

SHOW USER PROGRAMMATIC ACCESS TOKENS FOR USER SVC_DATA_API;
