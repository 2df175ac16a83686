-- Run by:   DATA_API_ROLE
-- Creates:  nothing; moves service API.PUBLIC.API to another image, as created by 06c, and lets its instances share the
--           cache of 06d
-- Costs:    nothing more. Instances are replaced one at a time, and the other one answers meanwhile
-- Fill in:  image_tag   the tag to run
-- Before:   05d, 06d; image pushed; a changed spec copied to @API.PRIVATE.SPECS (sql/deploy --shared-cache runs this script)
-- After 11c it also begins the sharing. 11c, 11d and 11f end it.
-- After 11d it also ends the suspending, after 11f it takes the declared endpoints away: run the same again to keep that.
-- A service keeps the image that its tag meant when it was created, through restarts and resumes, even if the tag has
-- moved since. Only this gives it a new one. The way back is the same script with the tag before.

USE ROLE DATA_API_ROLE;

ALTER SERVICE API.PUBLIC.API
  FROM @API.PRIVATE.SPECS
  SPECIFICATION_TEMPLATE_FILE = 'public-api-shared-cache.yaml'
  USING (image => '"/api/private/api/data-api:<% image_tag %>"', warehouse => '"DATA_API_WH"');

SHOW SERVICE INSTANCES IN SERVICE API.PUBLIC.API;
