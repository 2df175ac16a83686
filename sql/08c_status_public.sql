-- Run by:   DATA_API_ROLE
-- Creates:  nothing; shows how service API.PUBLIC.API is doing: events, log lines and metrics newest first
-- Costs:    seconds of the warehouse
-- The last statement fails unless the container has been restarted

USE ROLE DATA_API_ROLE;
USE WAREHOUSE DATA_API_WH;

-- Only the owner's role sees the specification in what DESCRIBE shows
DESCRIBE SERVICE API.PUBLIC.API;
SHOW SERVICE INSTANCES IN SERVICE API.PUBLIC.API;
SHOW SERVICE CONTAINERS IN SERVICE API.PUBLIC.API;
SHOW ENDPOINTS IN SERVICE API.PUBLIC.API;

-- From the event table, of the last day, stopped containers included
SELECT * FROM TABLE(API.PUBLIC.API!SPCS_GET_EVENTS()) ORDER BY TIMESTAMP DESC LIMIT 100;
SELECT * FROM TABLE(API.PUBLIC.API!SPCS_GET_LOGS()) ORDER BY TIMESTAMP DESC LIMIT 100;
SELECT * FROM TABLE(API.PUBLIC.API!SPCS_GET_METRICS()) ORDER BY TIMESTAMP DESC LIMIT 100;

-- What the running container has said, newest last; 0 and 1 are the numbers of the instances
SELECT SYSTEM$GET_SERVICE_LOGS('API.PUBLIC.API', 0, 'api', 100);
SELECT SYSTEM$GET_SERVICE_LOGS('API.PUBLIC.API', 1, 'api', 100);

-- What the container before it said, and why it ended
SELECT SYSTEM$GET_SERVICE_LOGS('API.PUBLIC.API', 0, 'api', 100, TRUE);
