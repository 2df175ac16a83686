-- Run by:   ACCOUNTADMIN for the grants, then DATA_API_ROLE
-- Creates:  notification integration DATA_API_EMAIL; an alert beside the service, which mails when a container of it
--           failed or was restarted because it failed
-- Costs:    seconds of serverless compute every quarter of an hour. Not the warehouse: an alert every few minutes would
--           keep it from ever stopping
-- Before:   06a, 06b or 06c, and the platform events that 02 turns on
-- Fill in:  service   API.PRIVATE.API or API.PUBLIC.API
--           email     an address that a user of this account has verified

USE ROLE ACCOUNTADMIN;

CREATE NOTIFICATION INTEGRATION IF NOT EXISTS DATA_API_EMAIL
  TYPE = EMAIL
  ENABLED = TRUE;
GRANT USAGE ON INTEGRATION DATA_API_EMAIL TO ROLE DATA_API_ROLE;
GRANT EXECUTE ALERT, EXECUTE MANAGED ALERT ON ACCOUNT TO ROLE DATA_API_ROLE;
GRANT CREATE ALERT ON SCHEMA API.PRIVATE TO ROLE DATA_API_ROLE;
GRANT CREATE ALERT ON SCHEMA API.PUBLIC TO ROLE DATA_API_ROLE;

USE ROLE DATA_API_ROLE;

CREATE ALERT IF NOT EXISTS <% service %>_FAILURES
  SCHEDULE = '15 MINUTE'
  IF (EXISTS (
    SELECT * FROM TABLE(<% service %>!SPCS_GET_EVENTS(START_TIME => DATEADD('minute', -15, CURRENT_TIMESTAMP())))
    WHERE SEVERITY = 'ERROR'))
  THEN CALL SYSTEM$SEND_EMAIL('DATA_API_EMAIL', '<% email %>', 'data-api: a container failed', 'Run sql/08 to see why.');
-- Made suspended
ALTER ALERT <% service %>_FAILURES RESUME;
