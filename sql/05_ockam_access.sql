-- Run by:   ACCOUNTADMIN
-- Creates:  network rule API.PRIVATE.OCKAM_OUT and external access integration OCKAM, which let a service reach the hosts
--           of the Ockam project and no others; secret API.PRIVATE.OCKAM_TICKET with the enrolment ticket
-- Costs:    nothing
-- Not to be had on trial accounts, which have no external access
-- Fill in:  ockam_egress   what `ockam project show --jq '.egress_allow_list[]'` prints, each as 'host:port', comma-separated
--           ockam_ticket   what `ockam project ticket --usage-count 10 --expires-in 30d
--                          --attribute snowflake-api-service-outlet --relay snowflake-api-service-relay` prints.
--                          The outlet enrols anew at each start, so a ticket for one use does not survive a restart
--           Run it again with a new ticket before the old one expires.

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
ALTER SECRET API.PRIVATE.OCKAM_TICKET SET SECRET_STRING = '<% ockam_ticket %>';
GRANT READ ON SECRET API.PRIVATE.OCKAM_TICKET TO ROLE DATA_API_ROLE;
