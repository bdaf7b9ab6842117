"""What a group's name says: who it is for, which class, building, campus, cohort."""
