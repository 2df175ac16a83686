-- Run by:   DATA_API_ROLE
-- Creates:  nothing; shows how service API.PUBLIC.API is doing, newest log lines last
-- Costs:    seconds of the warehouse

USE ROLE DATA_API_ROLE;
USE WAREHOUSE DATA_API_WH;

DESCRIBE SERVICE API.PUBLIC.API;
SHOW SERVICE CONTAINERS IN SERVICE API.PUBLIC.API;
SHOW ENDPOINTS IN SERVICE API.PUBLIC.API;

-- What the running container has said; 0 is the number of the first instance
SELECT SYSTEM$GET_SERVICE_LOGS('API.PUBLIC.API', 0, 'api', 100);
SELECT SYSTEM$GET_SERVICE_LOGS('API.PUBLIC.API', 0, 'prometheus', 20);

-- From the event table, which keeps the lines of stopped containers too
SELECT * FROM TABLE(API.PUBLIC.API!SPCS_GET_LOGS()) ORDER BY TIMESTAMP DESC LIMIT 100;
SELECT * FROM TABLE(API.PUBLIC.API!SPCS_GET_METRICS()) ORDER BY TIMESTAMP DESC LIMIT 100;
