# ************************************************************
# Nora Bassani dump of data
# Export date: 2026-11-01 00:00:00
# How to use:
# * create a fresh database
# ************************************************************

SET FOREIGN_KEY_CHECKS=0;

INSERT IGNORE INTO contacts (`id`,`first_name`) VALUES
 (1,'Ann');
SET FOREIGN_KEY_CHECKS=1;
