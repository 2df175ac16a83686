-- Run by:   ACCOUNTADMIN
-- Creates:  network rule API.PRIVATE.ISSUER_OUT and external access integration DATA_API_ISSUER, which let a service reach the
--           issuer of callers' tokens and no other host
-- Costs:    nothing
-- Not available on trial accounts, which have no external access.
-- Fill in:  issuer_hosts   the hosts of the issuer and of its keys, each as 'host:port', separated by commas. Snowflake takes
--                          full host names only, no wildcards, with port 22, 80, 443 or above 1023

USE ROLE ACCOUNTADMIN;

CREATE OR ALTER NETWORK RULE API.PRIVATE.ISSUER_OUT
  TYPE = HOST_PORT
  VALUE_LIST = (<% issuer_hosts %>)
  MODE = EGRESS;

CREATE EXTERNAL ACCESS INTEGRATION IF NOT EXISTS DATA_API_ISSUER
  ALLOWED_NETWORK_RULES = (API.PRIVATE.ISSUER_OUT)
  ENABLED = TRUE;
GRANT USAGE ON INTEGRATION DATA_API_ISSUER TO ROLE DATA_API_ROLE;
