-- Run by:   ACCOUNTADMIN
-- Creates:  network rule API.PRIVATE.OCKAM_OUT and external access integration OCKAM, which let a service reach the hosts
--           of the Ockam project and no others; secret API.PRIVATE.OCKAM_TICKET, which 05b fills
-- Costs:    nothing
-- Not available on trial accounts, which have no external access.
-- Fill in:  ockam_egress   the project's hosts, each as 'host:port', separated by commas:
--                            ockam project show --jq '.egress_allow_list[]' | tr -d '"' | sed "s/.*/'&'/" | paste -sd, -
--                          Snowflake takes full host names only, no wildcards, with port 22, 80, 443 or above 1023

USE ROLE ACCOUNTADMIN;

CREATE OR ALTER NETWORK RULE API.PRIVATE.OCKAM_OUT
  TYPE = HOST_PORT
  VALUE_LIST = (<% ockam_egress %>)
  MODE = EGRESS;

CREATE EXTERNAL ACCESS INTEGRATION IF NOT EXISTS OCKAM
  ALLOWED_NETWORK_RULES = (API.PRIVATE.OCKAM_OUT)
  ENABLED = TRUE;
GRANT USAGE ON INTEGRATION OCKAM TO ROLE DATA_API_ROLE;

CREATE SECRET IF NOT EXISTS API.PRIVATE.OCKAM_TICKET
  TYPE = GENERIC_STRING
  SECRET_STRING = 'none yet';
GRANT READ ON SECRET API.PRIVATE.OCKAM_TICKET TO ROLE DATA_API_ROLE;
