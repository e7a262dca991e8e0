"""The tutorial's code, cell by cell, as its authors wrote it; tests/test_tutorial.py runs it."""

CELLS = (
    """\
import torch
from omnigenbench import (
    OmniTokenizer,
    OmniModelForTokenClassification,
)

print("✅ Libraries imported successfully!")
print(f"🔥 PyTorch version: {torch.__version__}")
print(f"🎯 CUDA available: {torch.cuda.is_available()}")
""",
    """\
# Model configuration
model_name_or_path = "yangheng/OmniGenome-52M"

# Label mapping for RNA secondary structure
label2id = {
    "(": 0,  # Opening base pair
    ")": 1,  # Closing base pair
    ".": 2   # Unpaired nucleotide
}
id2label = {v: k for k, v in label2id.items()}
num_labels = len(label2id)

print(f"✅ Configuration complete!")
print(f"📊 Model: {model_name_or_path}")
print(f"📊 Number of labels: {num_labels}")
print(f"📊 Label mapping: {label2id}")
""",
    """\
# Load tokenizer matching the model
tokenizer = OmniTokenizer.from_pretrained(model_name_or_path)

print(f"✅ Tokenizer loaded: {model_name_or_path}")
print(f"📊 Vocabulary size: {tokenizer.vocab_size}")
print(f"📊 Special tokens: {tokenizer.special_tokens_map}")
""",
    """\
# Initialize model for token classification
model = OmniModelForTokenClassification(
    model_name_or_path,
    tokenizer=tokenizer,
    label2id=label2id,
    id2label=id2label,
)

print(f"✅ Model initialized: {model_name_or_path}")
print(f"\\n📊 Model Configuration:")
print(f"  - Architecture: Token-level classification")
print(f"  - Base model: OmniGenome-52M")
print(f"  - Number of labels: {num_labels}")
print(f"  - Total parameters: {sum(p.numel() for p in model.parameters()):,}")
print(f"  - Trainable parameters: {sum(p.numel() for p in model.parameters() if p.requires_grad):,}")
""",
    """\
# Test with a sample sequence
sample_sequence = "AUGCCGUGCAUUAA"

# Tokenize
inputs = tokenizer(
    sample_sequence,
    return_tensors="pt",
    padding=True,
    truncation=True,
    max_length=512,
)

print(f"📝 Sample sequence: {sample_sequence}")
print(f"📊 Tokenized input shape: {inputs['input_ids'].shape}")
print(f"📊 Input IDs: {inputs['input_ids']}")

# Forward pass (no gradients needed for testing)
with torch.no_grad():
    outputs = model(**inputs)

print(f"\\n📊 Model Outputs:")
print(f"  - Logits shape: {outputs['logits'].shape}")
print(f"  - Logits: {outputs['logits']}")

# Get predictions
predictions = torch.argmax(outputs['logits'], dim=-1)[0]
predicted_structure = "".join([id2label[pred.item()] for pred in predictions[1:-1]])  # Skip [CLS] and [SEP]

print(f"\\n🔮 Predicted Structure:")
print(f"  Sequence:  {sample_sequence}")
print(f"  Structure: {predicted_structure}")
print(f"\\n💡 Note: These are untrained predictions. After training, they will be accurate!")
""",
    """\
# Inspect model components
print("🏗️ Model Architecture:")
print(f"\\nBase Model: {type(model.model).__name__}")
print(f"Classification Head: {type(model.classifier).__name__}")

# Show classification head details
print(f"\\n📊 Classification Head Structure:")
print(model.classifier)

print(f"\\n💡 The classification head transforms the base model's embeddings into class predictions.")
""",
    """\
# Model initialization in just 3 lines!
tokenizer = OmniTokenizer.from_pretrained(model_name_or_path)
model = OmniModelForTokenClassification(
    model_name_or_path,
    tokenizer=tokenizer,
    label2id=label2id,
)
""",
)
