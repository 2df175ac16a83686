-- Run by:   DATA_API_ROLE
-- Creates:  nothing; shows how service VALKEY of 06d is doing: events, log lines and metrics newest first
-- Costs:    seconds of the warehouse
-- Fill in:  schema   API.PRIVATE or API.PUBLIC
-- The last statement fails unless the container has been restarted

USE ROLE DATA_API_ROLE;
USE WAREHOUSE DATA_API_WH;

-- Only the owner's role sees the specification in what DESCRIBE shows
DESCRIBE SERVICE <% schema %>.VALKEY;
SHOW SERVICE CONTAINERS IN SERVICE <% schema %>.VALKEY;
SHOW ENDPOINTS IN SERVICE <% schema %>.VALKEY;

-- From the event table, of the last day, stopped containers included
SELECT * FROM TABLE(<% schema %>.VALKEY!SPCS_GET_EVENTS()) ORDER BY TIMESTAMP DESC LIMIT 100;
SELECT * FROM TABLE(<% schema %>.VALKEY!SPCS_GET_LOGS()) ORDER BY TIMESTAMP DESC LIMIT 100;
SELECT * FROM TABLE(<% schema %>.VALKEY!SPCS_GET_METRICS()) ORDER BY TIMESTAMP DESC LIMIT 100;

-- What the running container has said, newest last
SELECT SYSTEM$GET_SERVICE_LOGS('<% schema %>.VALKEY', 0, 'valkey', 100);

-- What the container before it said, and why it ended
SELECT SYSTEM$GET_SERVICE_LOGS('<% schema %>.VALKEY', 0, 'valkey', 100, TRUE);
