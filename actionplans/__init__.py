"""Action plans: six focus areas, drafted by the association, sparred over, approved by KFF, followed to the goal."""
