"""Who should meet whom, who knows whom already, and who leads to whom."""
