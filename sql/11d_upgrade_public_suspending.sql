-- Run by:   DATA_API_ROLE
-- Creates:  nothing; moves service API.PUBLIC.API to another image, as created by 06c
-- Costs:    no nodes while nobody calls: the service suspends itself half an hour after the last call. The next call wakes
--           it and waits for minutes. For trials and demonstrations
-- Fill in:  image_tag   the tag to run
-- Before:   image pushed; a changed spec copied to @API.PRIVATE.SPECS (sql/deploy does both, and runs this script)
-- After 11c it also begins the suspending. 11c ends it, 11f and 11h too.
-- A service keeps the image that its tag meant when it was created, through restarts and resumes, even if the tag has
-- moved since. Only this gives it a new one. The way back is the same script with the tag before.

USE ROLE DATA_API_ROLE;

ALTER SERVICE API.PUBLIC.API
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'public-api-suspending.yaml'
  USING (image => '"/api/private/api/data-api:<% image_tag %>"', warehouse => '"DATA_API_WH"');

SHOW SERVICE INSTANCES IN SERVICE API.PUBLIC.API;
