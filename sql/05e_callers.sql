-- Run by:   ACCOUNTADMIN
-- Creates:  secret API.PRIVATE.CALLERS, the file of callers with their roles and the hashes of their keys
-- Costs:    nothing
-- Fill in:  callers   the lines of the file, as java -jar data-api.jar key <name> [<role> ...] prints them:
--                       snow sql -f sql/05e_callers.sql -D "callers=$(cat callers)"
-- Run it again with all lines to add or withdraw one. Snowflake rewrites the file in the container, and the API reads it
-- again within a second of that. Nothing restarts.

USE ROLE ACCOUNTADMIN;

CREATE SECRET IF NOT EXISTS API.PRIVATE.CALLERS
  TYPE = GENERIC_STRING
  SECRET_STRING = '# none yet';
ALTER SECRET API.PRIVATE.CALLERS SET SECRET_STRING = '<% callers %>';
GRANT READ ON SECRET API.PRIVATE.CALLERS TO ROLE DATA_API_ROLE;
