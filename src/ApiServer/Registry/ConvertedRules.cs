using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry;

/// <summary>The rules of a kind's other version: everything is done in the version that has rules of its own.</summary>
internal sealed class ConvertedRules(KindRules rules, VersionConversion conversion) : KindRules
{
    public override IObject Default(IObject value) => Back(rules.Default(Stored(value).WithDefaults()));

    public override IObject PrepareForCreate(IObject value, WriteContext context) => Back(rules.PrepareForCreate(Stored(value), context));

    public override IObject PrepareForUpdate(IObject value, IObject old, WriteContext context) =>
        Back(rules.PrepareForUpdate(Stored(value), Stored(old), context));

    public override void Validate(IObject value, FieldErrorList errors) => rules.Validate(Stored(value), errors);

    public override void ValidateUpdate(IObject value, IObject old, FieldErrorList errors) => rules.ValidateUpdate(Stored(value), Stored(old), errors);

    public override IObject Canonicalize(IObject value) => Back(rules.Canonicalize(Stored(value)));

    public override ListOf<string> CheckName(string name, bool prefix) => rules.CheckName(name, prefix);

    public override bool AllowsCreateOnUpdate => rules.AllowsCreateOnUpdate;

    public override bool AllowsUnconditionalUpdate => rules.AllowsUnconditionalUpdate;

    public override UpdateRules? Status { get; } = rules.Status is { } status ? new ConvertedDoor(status, conversion) : null;

    private IObject Stored(IObject value) => conversion.ToStored(value);

    private IObject Back(IObject value) => conversion.ToServed(value);

    private sealed class ConvertedDoor(UpdateRules door, VersionConversion conversion) : UpdateRules
    {
        public override IObject PrepareForUpdate(IObject value, IObject old, WriteContext context) =>
            conversion.ToServed(door.PrepareForUpdate(conversion.ToStored(value), conversion.ToStored(old), context));

        public override void ValidateUpdate(IObject value, IObject old, FieldErrorList errors) =>
            door.ValidateUpdate(conversion.ToStored(value), conversion.ToStored(old), errors);
    }
}
