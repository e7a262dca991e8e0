"""The Fold tab: one RNA, every view linked. `tab.build` lays it out."""
