-- Run by:   DATA_API_ROLE
-- Creates:  nothing; shows how service API.PRIVATE.API of 06a is doing: events, log lines and metrics newest first
-- Costs:    seconds of the warehouse
-- The last statements fail unless the container has been restarted

USE ROLE DATA_API_ROLE;
USE WAREHOUSE DATA_API_WH;

-- Only the owner's role sees the specification in what DESCRIBE shows
DESCRIBE SERVICE API.PRIVATE.API;
SHOW SERVICE INSTANCES IN SERVICE API.PRIVATE.API;
SHOW SERVICE CONTAINERS IN SERVICE API.PRIVATE.API;
SHOW ENDPOINTS IN SERVICE API.PRIVATE.API;

-- From the event table, of the last day, stopped containers included
SELECT * FROM TABLE(API.PRIVATE.API!SPCS_GET_EVENTS()) ORDER BY TIMESTAMP DESC LIMIT 100;
SELECT * FROM TABLE(API.PRIVATE.API!SPCS_GET_LOGS()) ORDER BY TIMESTAMP DESC LIMIT 100;
SELECT * FROM TABLE(API.PRIVATE.API!SPCS_GET_METRICS()) ORDER BY TIMESTAMP DESC LIMIT 100;

-- What the running container has said, newest last; 0 is the number of the first instance
SELECT SYSTEM$GET_SERVICE_LOGS('API.PRIVATE.API', 0, 'api', 100);
SELECT SYSTEM$GET_SERVICE_LOGS('API.PRIVATE.API', 0, 'ockam-outlet', 100);

-- What the container before it said, and why it ended
SELECT SYSTEM$GET_SERVICE_LOGS('API.PRIVATE.API', 0, 'api', 100, TRUE);
SELECT SYSTEM$GET_SERVICE_LOGS('API.PRIVATE.API', 0, 'ockam-outlet', 100, TRUE);
