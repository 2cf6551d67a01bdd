from carinspect.ml.imagenet import class_index


def test_the_classes_are_sorted_by_wordnet_id_and_named_as_in_keras():
    classes = class_index()

    assert len(classes) == 1000
    assert [wnid for wnid, _ in classes] == sorted(wnid for wnid, _ in classes)
    assert classes[751] == ("n04037443", "racer")
    assert classes[817] == ("n04285008", "sports_car")
    assert classes[511] == ("n03100240", "convertible")
